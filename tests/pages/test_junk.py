"""Whatever stands in an address, the answer is a page: never a 500."""

import pytest

pytestmark = pytest.mark.django_db

ID = "0" * 24


@pytest.mark.parametrize(
    "path",
    [
        "/clusters/x/",
        "/clusters/%00/",
        "/clusters/" + "g" * 24 + "/",
        "/clusters/" + "A" * 24 + "/",
        "/clusters/" + "0" * 5000 + "/",
        f"/clusters/{ID}/",
        f"/claims/{ID}/",
        "/claims/-1/",
        f"/articles/{ID}/",
        f"/articles/{ID}/?claim=%00&page=%ff",
        "/sources/%00/",
        "/sources/nobody/",
        "/sources/a//b/",
        "/sources/../../etc/passwd/",
        "/sources/%F0%9F%92%A9/",
        "/sources/" + "a/" * 500,
        "/sources/Morning-Herald/",
        "/nothing/here/",
        "/%ff%fe/",
        "/'--/",
    ],
)
def test_a_junk_path_is_not_found(client, world, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=last",
        "page=1e9",
        "page=" + "9" * 40,
        "page=%00",
        "page=%D9%A3",
        "page=1&page=2",
        "q=%00",
        "q=%ff%fe",
        "q=%ED%A0%80",
        "q=" + "x" * 3000,
        "q=%27%20OR%201=1--&order=low%00",
        "order[]=1&kind=%F0%9F%92%A9",
        "claim=%00" + "x" * 300,
        "claim[]=&&&==",
    ],
)
def test_a_junk_query_is_answered(client, world, query):
    cluster, article = f"/clusters/{world.cluster.public_id}/", f"/articles/{world.articles[1].public_id}/"
    for path in ("/", "/clusters/", "/sources/", "/sources/morning-herald/", cluster, article):
        assert client.get(f"{path}?{query}").status_code == 200, path
    assert client.get(f"/search/?{query}").status_code in (200, 400)


@pytest.mark.parametrize("path", ["/", "/progress/", "/clusters/", "/sources/", "/glossary/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_only_read(client, django_user_model, path, method):
    client.force_login(django_user_model.objects.create(username="vera"))
    assert getattr(client, method)(path).status_code == 405
