-- +goose Up
-- What the first of them says, so that one which says the same is told from one that
-- says something else.
alter table import_marks add column says text not null default '';
