"""Ways to write an address that isn't public, or isn't what it looks like. NAMES: where the names among them lead."""

PUBLIC, INSIDE, METADATA = "93.184.216.34", "10.0.0.5", "169.254.169.254"
NAMES = {
    "one.example": [PUBLIC],
    "inside.example": [INSIDE],
    "loop.example": ["127.0.0.1"],
    "mixed.example": [PUBLIC, INSIDE],
    "dexim.example": [INSIDE, PUBLIC],
    "mapped.example": ["::ffff:10.0.0.5"],
    "both.example": [PUBLIC, "::1"],
    "metadata.example": [METADATA],
}
SPELLINGS = (
    # loopback, in the forms that inet_aton reads
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001"),
    *("127.0.0.1.", "127.255.255.254", "0", "0.0.0.0", "0.0.0.0.", "00.00.00.00"),
    # of version 6, and what carries one of version 4
    *("[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]"),
    *("[2002:7f00:1::]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2001:0:7f00:1::]", "[::ffff:0:127.0.0.1]"),
    *("[fe80::1]", "[fe80::1%25lo]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]"),
    # names, digits of other scripts, stops of other scripts
    *("localhost", "localhost.", "LOCALHOST", "loop.example", "inside.example", "mixed.example", "dexim.example"),
    *("mapped.example", "both.example", "metadata.example", "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1"),
    # the clouds' metadata, and networks that aren't public
    *("169.254.169.254", "2852039166", "0251.0376.0251.0376", "0xa9fea9fe", "[::ffff:169.254.169.254]"),
    *("10.0.0.5", "192.168.0.1", "172.16.0.1", "100.64.0.1", "198.18.0.1", "224.0.0.1", "239.1.1.1"),
    *("255.255.255.255", "192.0.2.1", "240.0.0.1"),
    # who asks, and other ports
    *("user:secret@one.example", f"{PUBLIC}@127.0.0.1", "one.example@127.0.0.1", "127.0.0.1#@one.example"),
    *("127.0.0.1\\@one.example", "%31%32%37.0.0.1", "127.0.0.1%00.one.example", "127.0.0.1\t", "127.0.0.1:80:80"),
    *("one.example:8080", "one.example:22", "one.example:6379", "one.example:0", "one.example:65616"),
)
ADDRESSES = (
    *(f"http://{host}/" for host in SPELLINGS),
    *("file:///etc/passwd", "gopher://127.0.0.1:80/_GET", "dict://127.0.0.1:80/x", "ftp://127.0.0.1/"),
    *("http:127.0.0.1", "http:///127.0.0.1/", "jar:http://127.0.0.1/!/", "HTTP://127.0.0.1", "http://[::1", "http://"),
)
EVERY_LOCATION = (*ADDRESSES, "//127.0.0.1/", "\\\\127.0.0.1\\", "//10.0.0.5:80/", "http:\\\\127.0.0.1/")
