-- +goose Up
-- A privacy incident is found whatever its referral is now: one about a paper
-- leaves no phase behind.
create index entries_incident on entries (noted) where kind = 'incident-opened'; -- IncidentLoops
