"""Which addresses may be fetched, and in which spelling."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.addresses import Laboratory, RefusedAddress, WebAddress, is_public, refusal

INTERNAL = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",  # noqa: S104
    "100.127.255.255", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::7f00:1", "::127.0.0.1", "::8.8.8.8", "::169.254.169.254",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
    "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::", "2002:808:808::",
    "2001:db8::5efe:8.8.8.8", "2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1",
    "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fdff::1",
    "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1", "ff02::1", "ff0e::1",
    "ffff::1",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.0", "168.63.129.15", "172.15.255.255", "172.32.0.0",
    "192.0.1.0", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "2606:4700::1111", "2a00:1450::1", "2001:200::1", "2001:db9::1", "64:ff9b::8.8.8.8",
    "::ffff:8.8.8.8", "2606:4700::5efe:8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_is_refused_with_what_it_is_for(address):
    assert refusal(ip_address(address))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("100.64.0.1", "carrier"),
        ("169.254.169.254", "cloud"),
        ("255.255.255.255", "broadcast"),
        ("::127.0.0.1", "withdrawn"),
        ("::ffff:10.0.0.1", "private"),
        ("64:ff9b:1::1", "local"),
        ("fec0::1", "private"),
        ("ff02::1", "multicast"),
        ("fe80::1", "link"),
        ("4000::1", "future"),
    ],
)
def test_the_reason_is_the_purpose_of_the_address(address, kind):
    assert kind in refusal(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_a_public_host_is_public(address):
    assert is_public(ip_address(address))


@given(st.integers(0, 2**32 - 1))
@example(int(IPv4Address("100.64.0.0")))
def test_what_python_knows_as_private_is_never_public(number):
    address = IPv4Address(number)
    if address.is_private or address.is_loopback or address.is_multicast or address.is_link_local:
        assert not is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_within_ipv6_is_no_better_than_itself(number):
    inner = IPv4Address(number)
    for network in ("::ffff:0:0/96", "64:ff9b::/96", "2606:4700:0:1:0:5efe::/96"):
        outer = IPv6Address(int(IPv6Network(network).network_address) | number)
        assert is_public(outer) == is_public(inner)
    for network in ("::/96", "64:ff9b:1::/96", "2002::/16", "2001::/32"):
        assert not is_public(IPv6Address(int(IPv6Network(network).network_address) | number))


@given(st.integers(0, 2**128 - 1))
def test_public_ipv6_is_global_unicast_or_leads_to_public_ipv4(number):
    address = IPv6Address(number)
    if is_public(address):
        unicast = address in IPv6Network("2000::/3")
        assert unicast or is_public(IPv4Address(number & 0xFFFF_FFFF))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "http"),
        ("example.org", "http"),
        ("//example.org/", "http"),
        ("ftp://example.org/", "http"),
        ("file:///etc/passwd", "http"),
        ("gopher://example.org:80/", "http"),
        ("javascript:alert(1)", "http"),
        ("data:text/html,x", "http"),
        ("http:example.org", "no host"),
        ("http:/example.org", "no host"),
        ("http:///example.org", "no host"),
        ("http://:80/", "no host"),
        ("http://example.org:8080/", "Port 8080"),
        ("http://example.org:22/", "Port 22"),
        ("http://example.org:0/", "Port 0"),
        ("http://example.org:65616/", "Port 65616"),
        ("http://example.org:80:80/", "malformed"),
        ("http://example.org:+80/", "malformed"),
        ("http://example.org:８０/", "malformed"),
        ("http://user@example.org/", "user name"),
        ("http://user:word@example.org/", "user name"),
        ("http://@example.org/", "user name"),
        ("http://example.org@127.0.0.1/", "user name"),
        ("http://example.org;@127.0.0.1/", "user name"),
        ("http://example.org\\@127.0.0.1/", "backslash"),
        ("http:\\\\127.0.0.1/", "backslash"),
        ("http://example.org/a b", "blank"),
        (" http://example.org/", "blank"),
        ("http://example.org/\r\nX: y", "control"),
        ("ht\ttp://example.org/", "control"),
        ("http://127.0.0.1\t.example.org/", "control"),
        ("http://example.org\0.local/", "control"),
        ("http://exa\u200bmple.org/", "invisible"),
        ("http://exa\u00admple.org/", "invisible"),
        ("http://\u202egro.elpmaxe/", "invisible"),
        ("http://exa\ud800mple.org/", "control"),
        ("http://2130706433/", "unusual"),
        ("http://017700000001/", "unusual"),
        ("http://0x7f000001/", "unusual"),
        ("http://0X7F.1/", "unusual"),
        ("http://127.1/", "unusual"),
        ("http://127.0.1/", "unusual"),
        ("http://0177.0.0.1/", "unusual"),
        ("http://127.0.0.01/", "unusual"),
        ("http://127.0.0.0x1/", "unusual"),
        ("http://1.2.3.4.5/", "unusual"),
        ("http://example.1/", "unusual"),
        ("http://example.0x/", "unusual"),
        ("http://256.1.1.1/", "no IP address"),
        ("http://127.0.0.1/", "this computer"),
        ("http://169.254.169.254/latest/meta-data/", "metadata"),
        ("http://１２７.0.0.1/", "stand for others"),
        ("http://127。0。0。1/", "stand for others"),
        ("http://127．0．0．1/", "stand for others"),
        ("http://127｡0｡0｡1/", "stand for others"),
        ("http://①②⑦.0.0.1/", "stand for others"),
        ("http://ⓔxample.org/", "stand for others"),
        ("http://example.org℀/", "malformed"),
        ("http://127.0.0.1./", "dot"),
        ("http://example.org./", "dot"),
        ("http://.example.org/", "dot"),
        ("http://example..org/", "dot"),
        ("http://./", "dot"),
        ("http://127.0.0.1%2f.example.org/", "percent"),
        ("http://%31%32%37.0.0.1/", "percent"),
        ("http://%6cocalhost/", "percent"),
        ("http://exa$mple.org/", "character"),
        ("http://exam,ple.org/", "character"),
        ("http://-example.org/", "character"),
        (f"http://{'a' * 64}.org/", "character"),
        (f"http://{'a.' * 130}org/", "253"),
        ("http://xn--.org.\u0378/", "control"),
        ("http://\u0301a.org/", "international"),
        ("http://[::1]/", "this computer"),
        ("http://[::]/", "no host"),
        ("http://[::ffff:127.0.0.1]/", "this computer"),
        ("http://[::ffff:7f00:1]/", "this computer"),
        ("http://[0:0:0:0:0:0:0:1]/", "this computer"),
        ("http://[64:ff9b::a9fe:a9fe]/", "metadata"),
        ("http://[fe80::1%25eth0]/", "zone"),
        ("http://[2606:4700::1111%eth0]/", "zone"),
        ("http://[v1.a]/", ""),
        ("http://[127.0.0.1]/", ""),
        ("http://[example.org]/", ""),
        ("http://[::1/", "malformed"),
        ("http://::1]/", "malformed"),
        ("http://::1/", "malformed"),
        ("http://[::1]a/", "malformed"),
        ("http://a[::1]/", "malformed"),
        ("http://localhost/", "local network"),
        ("http://LOCALHOST/", "local network"),
        ("http://a.localhost/", "local network"),
        ("http://metadata.google.internal/", "local network"),
        ("http://printer.local/", "local network"),
        ("http://intranet/", "local network"),
        (f"http://example.org/{'a' * 2000}", "longer"),
    ],
)
def test_an_address_is_refused_with_its_own_reason(url, told):
    with pytest.raises(RefusedAddress) as refused:
        WebAddress.parse(url)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://Example.ORG:443/A?b=C#d", "https://example.org/A?b=C"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("http://example.org:/", "http://example.org/"),
        ("http://example.org?q=@127.0.0.1", "http://example.org/?q=@127.0.0.1"),
        ("http://example.org#@127.0.0.1/", "http://example.org/"),
        ("http://example.org/a@b", "http://example.org/a@b"),
        ("http://my_site.example.org/", "http://my_site.example.org/"),
        ("http://1und1.example/", "http://1und1.example/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:0::1111]:443/", "http://[2606:4700::1111]:443/"),
        ("http://évêché.example/", "http://xn--vch-9ladd.example/"),
        ("http://e\u0301ve\u0302che\u0301.example/", "http://xn--vch-9ladd.example/"),
        ("http://声明.example/声明", "http://xn--4qs281a.example/%E5%A3%B0%E6%98%8E"),
        ("http://example.org/%7Ea/%e5?x=[1]", "http://example.org/%7Ea/%e5?x=[1]"),
        ("http://example.org/\"<>^`{|}'", "http://example.org/%22%3C%3E%5E%60%7B%7C%7D'"),
    ],
)
def test_an_address_has_one_spelling(url, canonical):
    assert str(WebAddress.parse(url)) == canonical
    assert str(WebAddress.parse(canonical)) == canonical


_PARTS = [
    "http", "https", ":", "/", "//", "@", "\\", ".", "..", "[", "]", "?", "#", "%", "%00",
    "127.0.0.1", "::1", "localhost", "example", "org", "0x7f", "0177", "１", "。", "é", "80",
    "443", "8080", "a", "-", "_", "\t", "\n", "\u200b", ";", "&", "=", "~", "xn--",
    "2130706433",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(_PARTS), max_size=12).map("".join).map(lambda rest: f"http://{rest}")
)
@example("http://a:80")
def test_whatever_passes_is_plain_and_reads_the_same_again(url):
    try:
        address = WebAddress.parse(url)
    except RefusedAddress:
        return
    assert str(address).isascii()
    assert not any(character in str(address) for character in '\\ \t\r\n<>"')
    assert address.port in {80, 443}
    assert WebAddress.parse(str(address)) == address
    if address.ip:
        assert is_public(address.ip)


def test_a_laboratory_opens_what_it_names_and_nothing_else():
    laboratory = Laboratory.parse(
        "127.0.0.1:8001, [::1]:8002 ,Name.example=127.0.0.1:8003,lab:8004"
    )
    for url in (
        "http://127.0.0.1:8001/",
        "http://[::1]:8002/",
        "http://name.example:8003/",
        "http://lab:8004/",
        # Where a name leads is asked for and checked when it is connected to.
        "http://anything.example:8001/",
        "http://localhost:8001/",
    ):
        assert WebAddress.parse(url, laboratory)
    for url in (
        "http://127.0.0.1/",
        "http://127.0.0.1:8002/",
        "http://127.0.0.1:8003/",
        "http://127.0.0.1:8004/",
        "http://127.0.0.2:8001/",
        "http://[::1]:8001/",
        "http://[::ffff:127.0.0.1]:8001/",
        "http://127.1:8001/",
        "http://2130706433:8001/",
        "http://8.8.8.8:8001/",
        "http://127.0.0.1:8005/",
        "http://a@127.0.0.1:8001/",
        "http://lab/",
        "http://localhost/",
    ):
        with pytest.raises(RefusedAddress):
            WebAddress.parse(url, laboratory)
    with pytest.raises(RefusedAddress):
        WebAddress.parse("http://127.0.0.1:8001/")


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.0.0.1:",
        ":80",
        "127.0.0.1:x",
        "a=b:80",
        "a:0",
        "a:65536",
        "a:²",
        "http://a:1",
    ],
)
def test_a_laboratory_that_is_not_understood_is_an_error(text):
    with pytest.raises(ValueError, match=r"laboratory|no IP address|no host name"):
        Laboratory.parse(text)
