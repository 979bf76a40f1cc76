-- Appends marks streamed as text rows.
COPY marks (position, pupil_id, day, note, kind, minutes, local_code, noted_at, noted_by, replaces, recorded_at, recorded_by, import_id, reason)
FROM STDIN
