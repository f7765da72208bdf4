"""Words that say what kind of place a name means, and small words that names are cut at. All are folded."""

from __future__ import annotations

import re

from graph.model import CityKind


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


_COUNTY = """county comte condado landkreis kreis lkr altkreis powiat megye judet judetul zupanija maakond
 contea contado comitat okrug shire comtat hrabstwo"""
_DISTRICT = """district distrikt distrito distretto raion rayon rajon raionul rayonu raionas rajonas rajons okres
 bezirk amt samtgemeinde verbandsgemeinde ilce ilcesi tuman tumani aimag banner arrondissement subdistrict
 upazila taluk tehsil communaute agglomeration microregion mikroregion
 woreda mandal kommunalverband amtskommune krajs gun qu xian"""
_REGION = """region regiao province provincia provincie provinz provincial prefecture praefektur prefettura
 oblast krai kray kraj voivodeship wojewodztwo woiwodschaft governorate gouvernement canton kanton
 department departement departamento state estado bundesland territory wilayah emirate
 oblasts regione comunidad fylke lan autonomous"""
_ISLAND = (
    "island islands isle isles insel inseln ile iles isla islas isola isole ostrov ilha ilhas islet otok nosy pulau"
)
_QUARTER = """borough quarter quartier stadtteil ortsteil stadtbezirk barrio bairro kerulet ward sector sektor
 mahalle mahallesi osiedle mikrorayon arrondissements ku gu quartiere stadsdeel"""
_MUNICIPALITY = """municipality municipio municipalite municipi comune commune comuna concelho kommune kommun
 gemeente gemeinde gmina obec obcina opcina opstina obshtina city town township stadt ville ciudad
 ayuntamiento cidade citta grad miasto mesto village urban rural metropolitan hromada shi si belediyesi
 marktgemeinde stadtgemeinde dimos vald pagasts novads parish
 civil council selsoviet settlement greater"""

KINDS: dict[str, CityKind | None] = {
    **dict.fromkeys(_MUNICIPALITY.split(), None),
    **dict.fromkeys(_COUNTY.split(), CityKind.COUNTY),
    **dict.fromkeys(_DISTRICT.split(), CityKind.DISTRICT),
    **dict.fromkeys(_REGION.split(), CityKind.REGION),
    **dict.fromkeys(_ISLAND.split(), CityKind.ISLAND),
    **dict.fromkeys(_QUARTER.split(), CityKind.QUARTER),
}
"""Kind that a word before or after a name gives it; None: a municipality, which is its town."""

BEFORE = words("""county comte condado landkreis kreis lkr powiat judet contea district distrito distretto raion okres
    bezirk
    verbandsgemeinde samtgemeinde arrondissement region province provincia provincie provinz canton kanton
    departement departamento oblast municipality municipio municipi comune commune comuna concelho kommune
    gemeente gemeinde gmina obec obcina opcina opstina obshtina marktgemeinde stadtgemeinde island isle insel ile
    iles isla isola ilha ostrov otok nosy pulau koh greater metropolitan stadt shire""")
"""Words of kind that stand before a name; the others do so with an `of` only."""

JOINTS = words("""am an a auf aufm bei beim b im in i ob obd vor vorm v vd vdh zu zum zur unter ueber uber ad aan aen op
    bij den nad n pod pri p u kod sur sous en les lez devant pres sul sulla sullo sui di da del della dei
    degli d de do dos das del upon on under by next le the near of la in nel nella al alla ved vid pa
    """)
"""Words at which a name may be cut: what goes before them stands for the whole (`Bad Homburg v.d.Höhe`)."""

TITLES = words("the der die das la le les el los las il lo i gli l a o as os al ash ar et de den het")
"""Articles that may be left out at the front of a name."""

ENGLISH = words("GB IE US CA AU NZ ZA")
"""Countries where a word more makes another name, and other names of places are of little worth."""

SAINTS = words("saint sainte st ste san santa santo sant sankt sint sveti sao szent agios agia")
"""Words that many names begin with."""

OF = words("of de di du des del della do da von fo")

LONG_FORMS: dict[str, tuple[str, ...]] = {
    "st": ("saint", "sankt", "sint", "sveti", "szent", "sv", "sant"), "sankt": ("st",), "saint": ("st",),
    "sint": ("st",), "ste": ("sainte",), "sainte": ("ste",), "sta": ("santa",), "sto": ("santo",),
    "sv": ("sveti", "sveta", "svaty"), "sveti": ("sv",), "mt": ("mount", "mont"), "mount": ("mt",), "ft": ("fort",),
    "fort": ("ft",), "pt": ("port", "point"), "gr": ("gross",), "kl": ("klein",), "agios": ("ayios", "aghios"),
    "agia": ("ayia", "aghia"), "ayios": ("agios",), "ayia": ("agia",), "kiryat": ("qiryat",), "qiryat": ("kiryat",),
    "beit": ("bet", "bayt"), "bayt": ("beit",), "tg": ("targu",), "tirgu": ("targu",), "cd": ("ciudad",),
    "gen": ("general",), "gral": ("general",),
}  # fmt: skip
"""Other ways of writing a word of a name."""

OPPOSITES = (
    words("upper ober obere oberer nieder niedere unter untere lower horni horna horne gorni gornja gornji "
              "gorna gorne gorny dolni dolna dolne dolny donji donja donje alto alta basso bassa sopra sotto "
              "haut haute bas basse sus jos superior inferior felso also"),
    words("north nord norra norte severni polnocny south sud sodra sur jizni poludniowy east ost ostra este "
              "est vychodni west vast vastra oeste ouest zapadni noord zuid oost dong xi nan bei"),
    words("new neu neue neuer nova nove novy novi nowa nowe nowy nouveau nouvelle nueva nuevo nuova nuovo "
              "old alt alte alter stara stare stary stari vieux vieille vieja viejo vecchia vecchio"),
    words("great greater gross grosse grand grande velka velke velky velika veliki veliko wielka wielki "
              "little klein kleine petit petite mala male maly mali malo kis nagy"),
)  # fmt: skip
"""Words of one group part places: Upper X is not Lower X, nor X."""

PARTS = OPPOSITES[1] | words("mid middle central upper lower inner outer")
"""Words that make the name of a region or county one of a district in it (`Mid Sussex`)."""

LANDSCAPES = words("moorlands dales heath downs wolds fells hills vale coast lakes forest peaks valley")
"""Words that do so behind it (`Staffordshire Moorlands`)."""

SUFFIXES = re.compile(r"-(?:si|gun|gu|shi|cho|chō|machi|mura|ku|eup|myeon|myŏn|ŭp)$", re.IGNORECASE)
"""Endings that Korean and Japanese names have in lists of municipalities only."""


SUFFIXED = ("machi", "cho", "mura", "shi")
"""Endings that some main names of Japan have without a hyphen (`Rankoshimachi`)."""


def bare(folded: str) -> str:
    """Return a folded name without words of kind: `Comuna Suplac` is Suplac."""
    return " ".join(word for word in folded.split() if word not in KINDS) or folded


def head_of(folded: str) -> str:
    """Return what goes before the first joint of a folded name, or an empty text where there is none."""
    words = folded.split()
    for at, word in enumerate(words[1:], start=1):
        if word in JOINTS:
            head = " ".join(words[:at])
            return head if len(head) > 3 else ""
    return ""
