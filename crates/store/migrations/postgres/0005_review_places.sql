-- The ways in to reviews: a series by where it looks, a meeting by its series. Both stand in the first entry of a stream.

CREATE INDEX stream_entries_place ON stream_entries ((content::jsonb -> 'place' ->> 'id')) WHERE sequence = 1;
CREATE INDEX stream_entries_series ON stream_entries ((content::jsonb ->> 'series')) WHERE sequence = 1;
