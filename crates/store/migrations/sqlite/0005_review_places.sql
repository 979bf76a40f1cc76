-- The ways in to reviews: a series by where it looks, a meeting by its series. Both stand in the first entry of a stream.

CREATE INDEX stream_entries_place ON stream_entries (json_extract(content, '$.place.id')) WHERE sequence = 1;
CREATE INDEX stream_entries_series ON stream_entries (json_extract(content, '$.series')) WHERE sequence = 1;
