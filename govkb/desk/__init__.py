"""The curation desk: from an address, a file or a pasted text to clauses, claims and evidence."""
