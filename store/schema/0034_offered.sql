-- +goose Up
-- Times that were offered together, so that what nobody took of them is taken back
-- together; empty is a time that came by itself.
alter table slots add column batch text not null default '';
create index slots_batch on slots (batch);
