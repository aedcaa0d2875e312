-- +goose Up
-- Where somebody works now who works in several organizations with one account;
-- empty is where the account was opened.
alter table sessions add column seat text not null default '';
