-- +goose Up
-- Whoever writes what lists are made of says so as the last thing before a commit:
-- while nobody has, what was counted is kept (store/tally.go). On SQLite, where one
-- process sees every act, nobody writes here.
create table moved (
  id {{serial}}
);
