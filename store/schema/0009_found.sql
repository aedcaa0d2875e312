-- +goose Up
-- What is asked for every day is a column or a table with an index, not a text
-- looked through.

alter table documents add column words bigint not null default 0; -- a plain text: read with the loop it belongs to
alter table documents add column held  bigint not null default 0; -- held back from readers
update documents set words = 1 where body like '%"Media":"text/plain"%';
update documents set held = 1 where body like '%"Held":"%' and body not like '%"Held":""%';
create index documents_held on documents (held, received) where held = 1; -- HeldDocuments, Stored

alter table patients add column email  text not null default ''; -- folded to lower case
alter table patients add column postal text not null default ''; -- the same
update patients set email = lower(coalesce(body{{json}} ->> 'Email', '')), postal = lower(coalesce(body{{json}} -> 'Address' ->> 'PostalCode', ''));
create index patients_email  on patients (email, id);
create index patients_postal on patients (postal, id);

create table patient_phones ( -- a number backwards, so that its end finds it
  back    text not null,
  patient text not null,
  primary key (back, patient)
) {{norowid}};
create index patient_phones_patient on patient_phones (patient);
insert into patient_phones (back, patient)
with recursive split (patient, number, rest) as (
 select id, '', phones || ' ' from patients where phones <> ''
 union all
 select patient, substr(rest, 1, {{instr}}(rest, ' ') - 1), substr(rest, {{instr}}(rest, ' ') + 1) from split where rest <> ''
), turned (patient, number, back) as (
 select patient, number, '' from split where number <> ''
 union all
 select patient, substr(number, 1, length(number) - 1), back || substr(number, length(number), 1) from turned where number <> ''
)
select distinct back, patient from turned where number = '';
