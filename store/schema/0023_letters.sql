-- +goose Up
-- A letter is a row of its own: whoever plans a word reads as many rows as its
-- reader has letters, not as many as stand in them.
drop index notices_who;
drop index notices_letter;
update notices set letter = letter || '/left' where told > 0; -- one that left and one that waits never shared more than a name
create table letters (
  name text   primary key,
  who  text   not null,
  kind text   not null, -- now, hour, day
  due  bigint not null, -- domain time
  told bigint not null  -- when it left; 0 waits
) {{norowid}};
insert into letters (name, who, kind, due, told) select letter, min(who), min(kind), max(due), max(told) from notices group by letter;
alter table notices drop column kind;
alter table notices drop column due;
alter table notices drop column told;
create index letters_who    on letters (who, told, due, name, kind); -- LettersOf, whole
create index notices_letter on notices (letter); -- NoticesIn
