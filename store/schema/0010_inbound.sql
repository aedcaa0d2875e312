-- +goose Up
-- Every inbound body is kept: a message's row says where its bytes are, in a
-- document (its id) or in the version of a resource that holds the same ones
-- (Type/id/version). Rows before this have none.
alter table inbox add column kept text;
