-- +goose Up
-- Where a ticket's link was mailed, so that staff see it and may correct it.
alter table tickets add column address text not null default '';
