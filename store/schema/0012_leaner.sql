-- +goose Up
-- What an act writes, in fewer places. A value is found with its system and
-- without by one row; nothing is found by who is marked.
create table new_marks ( -- values a resource can be found by
  type   text not null,
  param  text not null,
  value  text not null,
  system text not null,
  id     text not null,
  primary key (type, param, value, system, id)
) {{norowid}};
insert into new_marks (type, param, value, system, id)
select distinct type, param, substr(value, {{instr}}(value, '|') + 1), substr(value, 1, {{instr}}(value || '|', '|') - 1), id from marks where value like '%|%' and value not like '*|%'
union select type, param, value, '', id from marks where value not like '%|%';
drop table marks;
alter table new_marks rename to marks;

-- A loop is in the index of what ended once it has, and in that of the
-- receiver's record once there is one.
drop index referrals_ended;
create index referrals_ended on referrals (sender, phase, ended) where ended is not null;
drop index referrals_receiver_patient;
create index referrals_receiver_patient on referrals (receiver_patient) where receiver_patient <> '';
