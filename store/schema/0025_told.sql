-- +goose Up
-- A notice is kept for whoever is told, whether a mail goes too or not: since
-- when of what, and whether they have read it. What stood here before went by
-- mail, and counts as read.
alter table notices add column act   text   not null default '';
alter table notices add column duty  text   not null default ''; -- a fact's is what word was asked of
alter table notices add column also  bigint not null default 0;  -- told beside whoever owes it
alter table notices add column since bigint not null default 0;  -- as in owed; 0 is a fact
alter table notices add column due   bigint not null default 0;
alter table notices add column at    bigint not null default 0;  -- told; domain time
alter table notices add column read  bigint not null default 0;  -- 0 is unread
update notices set act = substr(thing, 1, {{instr}}(thing, '/') - 1), at = coalesce((select l.due from letters l where l.name = notices.letter), 0);
update notices set read = at where at > 0;
update notices set read = 1 where at = 0;
create index notices_who    on notices (who, at, referral, thing, level); -- Told
create index notices_unread on notices (who, read, referral, duty, since, also); -- Unread, whole
