-- +goose Up
-- Which message of its client a version came with: the name of its row in inbox.
-- Empty is the version's own name (Type/id/_history/version).
alter table resources add column message text not null default '';
