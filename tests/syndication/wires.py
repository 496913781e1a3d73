"""One wire under many outlets, on other days and under other titles, beside articles of their own. Our own making."""

from typing import Any

WIRE = (
    "AZAZ (Delta Press) - A car bomb killed at least 12 people in the town of Azaz on Friday, a military source told "
    "Delta Press.\n\nThe Hill Tribune reported that the rebels can't leave; a police officer denied it yesterday. "
    "“IS cannot hold the town,” the River Post's correspondent said.\n\nIS fighters shelled a village near Homs on "
    "Thursday, according to the Syrian Observatory for Human Rights. We saw 30 wounded people, a doctor told us.\n\n"
    "Officials said nobody was hurt, but the reporter wouldn't say who they were."
)
OWN = (
    "Police arrested {n} men in Homs on Monday, the governor said.\n\nThe governor denied that a bridge had fallen.",
    "Shelling wounded {n} people in Azaz on Friday, a local council said.\n\nA car bomb had killed 12 people there.",
)
OUTLETS = ("River Post", "Hill Tribune", "Delta Press", "Al-Masdar News", "Orchard Gazette", "Reuters")


def wires(copies: int = 6, others: int = 4) -> list[dict[str, Any]]:
    """The wire under so many names, in what else differs too, and other articles."""
    told = [
        {
            "external_id": f"w{number}",
            "outlet": OUTLETS[number % len(OUTLETS)] + (" Online" if number >= len(OUTLETS) else ""),
            "published_at": f"2018-05-0{4 + number % 3}" + ("" if number % 4 == 3 else "T09:00:00Z"),
            "text": WIRE,
            "title": ("", "Bomb kills 12", WIRE.split("\n")[0][:60])[number % 3],
            "via": "Delta Press" if number % 5 == 4 else "",
            "wire": "Reuters" if number % 4 == 1 else "",
        }
        for number in range(copies)
    ]
    return told + [
        {
            "external_id": f"o{number}",
            "outlet": OUTLETS[number % len(OUTLETS)],
            "published_at": "2018-05-05T10:00:00Z",
            "text": OWN[number % 2].format(n=number + 2),
        }
        for number in range(others)
    ]
