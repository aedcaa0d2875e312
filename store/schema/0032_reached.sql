-- +goose Up
-- Whom what is late reached by climbing: by when it waited for their answer, and
-- when somebody did it, took it or was given it. What climbed before is in none.
alter table notices add column answer bigint not null default 0; -- domain time; 0 did not climb
alter table notices add column acted  bigint not null default 0; -- domain time; 0 is not yet
create index notices_reached on notices (at) where answer > 0; -- Climbed
create index notices_waits   on notices (referral) where answer > 0 and acted = 0; -- Acted
