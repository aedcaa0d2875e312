-- +goose Up
-- A list of tasks is read from the tasks alone: where each loop stands, and
-- which version of the task was shown last.
alter table tasks add column patient    text   not null default '';
alter table tasks add column seq        bigint not null default 0; -- of the loop, as in its row
alter table tasks add column shown      bigint not null default 0;
alter table tasks add column shown_at   bigint not null default 0;
alter table tasks add column version    bigint not null default 0; -- the newest in resources; 0 is none
alter table tasks add column kept_seq   bigint not null default 0;
alter table tasks add column kept_shown bigint not null default 0;
alter table tasks add column kept_at    bigint not null default 0;
update tasks set patient = l.patient, seq = l.seq, shown = l.shown, shown_at = l.shown_at from referrals l where l.id = tasks.referral;
update tasks set version = k.version, kept_seq = k.seq, kept_shown = k.shown, kept_at = k.updated from resources k
where k.type = 'Task' and k.id = tasks.id and k.version = (select max(n.version) from resources n where n.type = 'Task' and n.id = k.id);

alter table staged_tasks add column patient    text   not null default '';
alter table staged_tasks add column seq        bigint not null default 0;
alter table staged_tasks add column shown      bigint not null default 0;
alter table staged_tasks add column shown_at   bigint not null default 0;
alter table staged_tasks add column version    bigint not null default 0; -- nobody was shown one yet
alter table staged_tasks add column kept_seq   bigint not null default 0;
alter table staged_tasks add column kept_shown bigint not null default 0;
alter table staged_tasks add column kept_at    bigint not null default 0;
update staged_tasks set patient = l.patient, seq = l.seq, shown = l.shown, shown_at = l.shown_at from staged_referrals l where l.id = staged_tasks.referral and l.import = staged_tasks.import;
