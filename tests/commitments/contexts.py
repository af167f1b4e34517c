"""The JSON-LD contexts that our data refer to, as far as they use them, so that no test goes out.

The terms are those of http://www.w3.org/ns/anno.jsonld and https://schema.org/docs/jsonldcontext.jsonld.
What is not listed is lost by a processor, and the tests miss it.
"""

from typing import Any


def reference(iri: str) -> dict[str, str]:
    return {"@id": iri, "@type": "@id"}


def word(iri: str) -> dict[str, str]:
    return {"@id": iri, "@type": "@vocab"}


def typed(iri: str, kind: str) -> dict[str, str]:
    return {"@id": iri, "@type": f"xsd:{kind}"}


ANNOTATION: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "FragmentSelector": "oa:FragmentSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TimeState": "oa:TimeState",
    "Software": "as:Application",
    "Person": "foaf:Person",
    "assessing": "oa:assessing",
    "commenting": "oa:commenting",
    "describing": "oa:describing",
    "linking": "oa:linking",
    "body": reference("oa:hasBody"),
    "target": reference("oa:hasTarget"),
    "source": reference("oa:hasSource"),
    "selector": reference("oa:hasSelector"),
    "state": reference("oa:hasState"),
    "cached": reference("oa:cachedSource"),
    "conformsTo": reference("dcterms:conformsTo"),
    "creator": reference("dcterms:creator"),
    "generator": reference("as:generator"),
    "motivation": word("oa:motivatedBy"),
    "purpose": word("oa:hasPurpose"),
    "created": typed("dcterms:created", "dateTime"),
    "modified": typed("dcterms:modified", "dateTime"),
    "sourceDate": typed("oa:sourceDate", "dateTime"),
    "start": typed("oa:start", "nonNegativeInteger"),
    "end": typed("oa:end", "nonNegativeInteger"),
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "name": "foaf:name",
}

SCHEMA_TYPES = [
    "Article",
    "Claim",
    "Country",
    "CreativeWork",
    "DefinedTerm",
    "DigitalDocument",
    "NewsArticle",
    "Organization",
    "Person",
    "Place",
    "Quotation",
    "ScholarlyArticle",
    "WebPage",
]
SCHEMA_TEXTS = [
    "abstract",
    "alternateName",
    "creditText",
    "description",
    "genre",
    "headline",
    "identifier",
    "inLanguage",
    "name",
    "position",
    "text",
]
SCHEMA_THINGS = [
    "about",
    "appearance",
    "author",
    "hasPart",
    "isBasedOn",
    "isPartOf",
    "locationCreated",
    "publisher",
    "subjectOf",
    "workTranslation",
]
SCHEMA: dict[str, Any] = {
    "schema": "http://schema.org/",
    **{name: f"schema:{name}" for name in (*SCHEMA_TYPES, *SCHEMA_TEXTS)},
    **{name: f"schema:{name}" for name in SCHEMA_THINGS},
    **{name: reference(f"schema:{name}") for name in ("archivedAt", "sameAs", "url")},
    "dateModified": {"@id": "schema:dateModified", "@type": "schema:DateTime"},
    "datePublished": {"@id": "schema:datePublished", "@type": "schema:Date"},
}

CONTEXTS = {"http://www.w3.org/ns/anno.jsonld": ANNOTATION, "https://schema.org": SCHEMA}


def load(url: str, _options: Any) -> dict[str, Any]:
    """Return a context as PyLD asks for it; a KeyError tells that data refer to another."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": CONTEXTS[url]},
    }
