-- +goose Up
-- Lists brought in from other systems. An import is read into rows, checked, and
-- made beside what everybody sees; one commit shows it. Until then its patients
-- stand in no relation, its documents under ids that nothing names, and its
-- referrals wait in the tables that begin with staged.

create table imports (
  id     text   primary key,
  org    text   not null,
  kind   text   not null,
  state  text   not null,
  digest text   not null, -- of the file
  made   bigint not null,
  body   text   not null  -- bring.Import as JSON
);
create index imports_org on imports (org, made);
create index imports_state on imports (state);

create table import_rows ( -- of a file, with what is to become of each
  import text   not null,
  n      bigint not null, -- its number in the file
  state  text   not null,
  key    text   not null, -- its sender's name for it
  thing  text   not null, -- what it made or is
  body   text   not null, -- bring.line as JSON; emptied once it is no longer needed
  primary key (import, n)
);
create index import_rows_state on import_rows (import, state, n);

create table import_marks ( -- what two rows of one file would both be
  import text   not null,
  mark   text   not null,
  n      bigint not null, -- the first of them
  primary key (import, mark)
) {{norowid}};

create table import_keys ( -- what a row became: the same row again is it
  org    text not null,
  kind   text not null,
  key    text not null,
  thing  text not null,
  digest text not null, -- of the row
  import text not null,
  primary key (org, kind, key)
) {{norowid}};
create index import_keys_import on import_keys (import);

create table import_maps ( -- which column is what, by the headings it was said of
  org      text not null,
  kind     text not null,
  headings text not null, -- their digest
  body     text not null,
  primary key (org, kind, headings)
) {{norowid}};

create table staged_entries   as select referral as import, entries.* from entries where 1 = 0;
create table staged_referrals as select id as import, referrals.* from referrals where 1 = 0;
create table staged_owed      as select referral as import, owed.* from owed where 1 = 0;
create table staged_tasks     as select id as import, tasks.* from tasks where 1 = 0;
create table staged_relations as select org as import, relations.* from relations where 1 = 0;
create table staged_keys      as select * from import_keys where 1 = 0;
create table staged_patients  (import text not null, patient text not null, primary key (import, patient)) {{norowid}};
create index staged_entries_import   on staged_entries (import, referral, seq);
create index staged_referrals_import on staged_referrals (import, id);
create index staged_referrals_id     on staged_referrals (id);
create index staged_referrals_code   on staged_referrals (code);
create index staged_owed_import      on staged_owed (import, referral);
create index staged_tasks_import     on staged_tasks (import, referral);
create index staged_relations_import on staged_relations (import, referral);
create index staged_keys_import      on staged_keys (import, key);
