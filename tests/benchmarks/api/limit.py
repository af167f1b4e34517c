"""What is compared with: the database makes the same JSON in one statement, and hands it over.

Nobody is faster who makes it anew each time: no framework, no HTTP, one prepared statement on an
open connection. The address of the site is written into it.
"""

# ruff: noqa: S608 -- nothing of these statements comes from outside

from collections.abc import Callable


def rows_of_clauses(condition: str, limit: str = "") -> str:
    """Return where the rows come from: in order, after a key, with a filter in use."""
    return f"""
FROM commitments_clause c JOIN commitments_declaration d ON d.id = c.declaration_id
WHERE d.status = 'published' {condition}
ORDER BY d.slug, c.position{limit}"""


# Places for the kind, the slug three times, the position
PAGE = rows_of_clauses(
    "AND c.kind = {0} AND d.slug >= {0} AND (d.slug > {0} OR (d.slug = {0} AND c.position > {0}))",
    " LIMIT 100",
)
EVERYTHING = rows_of_clauses("")

STATUS_LABEL = """CASE v.status WHEN 'authentic' THEN 'Authentic'
    WHEN 'official_translation' THEN 'Official translation'
    WHEN 'publisher_translation' THEN 'Publisher''s translation'
    ELSE 'govkb working translation, not official' END"""

JOINS = """FROM commitments_languageversion v
    LEFT JOIN sources_source s ON s.id = v.source_id
    LEFT JOIN commitments_clausetext t ON t.version_id = v.id AND t.clause_id = c.id
    LEFT JOIN sources_snapshot n ON n.id = t.snapshot_id
    LEFT JOIN sources_source o ON o.id = n.source_id
    WHERE v.declaration_id = c.declaration_id ORDER BY v.status, v.language"""


def postgresql_row(site: str) -> str:
    """Return the JSON of one clause; `row_to_json` is faster than `json_build_object`."""
    return f"""(SELECT row_to_json(r) FROM (SELECT
    '{site}/api/v1/declarations/' || d.slug || '/clauses/' || c.label || '/' AS url,
    '{site}/declarations/' || d.slug || '/clauses/' || c.label || '/' AS html_url,
    d.slug AS declaration, c.label, c.kind, c.printed_label, c.eid, c.heading, c.position,
    (SELECT p.label FROM commitments_clause p WHERE p.id = c.parent_id) AS parent,
    (SELECT coalesce(json_agg(r), '[]') FROM (SELECT
        v.language, v.status, {STATUS_LABEL} AS status_label, coalesce(t.text, '') <> '' AS held,
        CASE WHEN s.rights = 'link' THEN NULL ELSE nullif(t.text, '') END AS text,
        CASE WHEN s.status = 'published' THEN s.slug END AS source,
        CASE WHEN n.id IS NOT NULL THEN (SELECT row_to_json(r) FROM (SELECT
            '{site}/api/v1/sources/' || o.slug || '/snapshots/' || n.number || '/' AS url,
            n.number,
            to_char(n.captured_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                AS captured_at,
            n.text_sha256) r) END AS snapshot,
        t.start, t."end", 'code_points' AS unit {JOINS}) r) AS texts,
    (SELECT coalesce(json_agg(r), '[]') FROM (SELECT
        '{site}/api/v1/topics/' || p.slug || '/' AS url, p.slug, p.label
        FROM commitments_clause_topics m JOIN commitments_topic p ON p.id = m.topic_id
        WHERE m.clause_id = c.id ORDER BY p.notation) r) AS topics,
    (SELECT coalesce(json_agg(r), '[]') FROM (SELECT
        '{site}/api/v1/commitments/' || m.ref || '/' AS url, m.ref,
        c.label || '.' || m.number AS label, m.modality, m.action,
        (SELECT coalesce(json_agg(p.slug ORDER BY p.name), '[]')
            FROM commitments_commitment_actors a JOIN commitments_party p ON p.id = a.party_id
            WHERE a.commitment_id = m.id) AS actors
        FROM commitments_commitment m WHERE m.clause_id = c.id ORDER BY m.number) r)
        AS commitments,
    c.note) r)"""


def sqlite_row(site: str) -> str:
    """Return the JSON of one clause."""
    return f"""json_object(
    'url', '{site}/api/v1/declarations/' || d.slug || '/clauses/' || c.label || '/',
    'html_url', '{site}/declarations/' || d.slug || '/clauses/' || c.label || '/',
    'declaration', d.slug, 'label', c.label, 'kind', c.kind, 'printed_label', c.printed_label,
    'eid', c.eid, 'heading', c.heading, 'position', c.position,
    'parent', (SELECT p.label FROM commitments_clause p WHERE p.id = c.parent_id),
    'texts', (SELECT json_group_array(json(r)) FROM (SELECT json_object(
        'language', v.language, 'status', v.status, 'status_label', {STATUS_LABEL},
        'held', json(iif(coalesce(t.text, '') <> '', 'true', 'false')),
        'text', iif(s.rights = 'link', NULL, nullif(t.text, '')),
        'source', iif(s.status = 'published', s.slug, NULL),
        'snapshot', CASE WHEN n.id IS NOT NULL THEN json_object(
            'url', '{site}/api/v1/sources/' || o.slug || '/snapshots/' || n.number || '/',
            'number', n.number, 'captured_at', replace(n.captured_at, ' ', 'T') || 'Z',
            'text_sha256', n.text_sha256) END,
        'start', t.start, 'end', t."end", 'unit', 'code_points') AS r {JOINS})),
    'topics', (SELECT json_group_array(json(r)) FROM (SELECT json_object(
        'url', '{site}/api/v1/topics/' || p.slug || '/', 'slug', p.slug, 'label', p.label) AS r
        FROM commitments_clause_topics m JOIN commitments_topic p ON p.id = m.topic_id
        WHERE m.clause_id = c.id ORDER BY p.notation)),
    'commitments', (SELECT json_group_array(json(r)) FROM (SELECT json_object(
        'url', '{site}/api/v1/commitments/' || m.ref || '/', 'ref', m.ref,
        'label', c.label || '.' || m.number, 'modality', m.modality, 'action', m.action,
        'actors', (SELECT json_group_array(slug) FROM (SELECT p.slug
            FROM commitments_commitment_actors a JOIN commitments_party p ON p.id = a.party_id
            WHERE a.commitment_id = m.id ORDER BY p.name))) AS r
        FROM commitments_commitment m WHERE m.clause_id = c.id ORDER BY m.number)),
    'note', c.note)"""


def page(vendor: str, site: str) -> str:
    """Return the statement that hands over a page as one value."""
    if vendor == "postgresql":
        rows = f"SELECT {postgresql_row(site)} AS row {PAGE.format('%s')}"
        return f"SELECT coalesce(json_agg(row), '[]')::text FROM ({rows}) page"
    rows = f"SELECT {sqlite_row(site)} AS row {PAGE.format('?')}"
    return f"SELECT json_group_array(json(row)) FROM ({rows})"


def everything(vendor: str, site: str) -> str:
    """Return the statement that hands over all clauses, a row for each."""
    row: Callable[[str], str] = postgresql_row if vendor == "postgresql" else sqlite_row
    return f"SELECT {row(site)} {EVERYTHING}"
