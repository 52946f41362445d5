"""What it takes in each municipality until its room is open, as somebody would write it."""

from __future__ import annotations

CAST = """
title: A life
profile: {profile}
codes: [K-7F2]
people:
  anna: coordinator
  berit: coordinator
  petra: {{role: actor, function: police}}
  per: {{role: actor, function: police}}
  sven: {{role: actor, function: social_services}}
  lisa: {{role: actor, function: school}}
  alex: youth
  mia: guardian
  olle: guardian
  lena: lead
  mallory: {{role: guest, known: false}}
steps: [{{silent: {{in: office}}}}]
"""
CONSENT = "samtycke registrera K-7F2 polis socialtjänst skola om 1 2 av {givers} papper till 2027-03-01"
NAMED = ("polis petra", "socialtjänst sven", "skola lisa", "ungdom alex")

#: What it takes in each municipality, in its order, before and after the consent; who gives it.
OPENINGS = {
    "skovde": (("ärende ny 15-17 skola", "informationsmöte K-7F2 hållet"), "ungdomen", ()),
    "arboga": (
        (
            "referens avsiktsförklaring KS 2017/55",
            "ja",
            "ärende ny 15-17 polis sig",
            "notera K-7F2 kartläggning",
            "notera K-7F2 styrgrupp",
            "utse K-7F2 operativ samordnare lena",
            "ja",
        ),
        "ungdomen, vh1, vh2",
        ("notera K-7F2 sig-dokument",),
    ),
    "borlange": (
        ("ärende ny 15-17 skola sig",),
        "ungdomen, ensam",
        ("notera K-7F2 utredning SN 2026/17", "notera K-7F2 savry"),
    ),
    "stockholm": (("ärende ny 15-17 skola unga",), "vh1, vh2", ("notera K-7F2 beslut dnr SoF 2026/33",)),
    "tyreso": (
        ("referens uppdrag ASN/2024:180", "ja", "ärende ny 14 polis"),
        "ensam",
        ("notera K-7F2 barnets bästa",),
    ),
}
