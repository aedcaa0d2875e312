-- +goose Up
-- What is typed into a form is kept by each window in which it is typed: the form's
-- draft names them, and what each keeps is a draft of its own (desk/mine/words.go).
insert into drafts (owner, name, saved, body) select owner, name || '/before', saved, body from drafts where name like 'form/%';
update drafts set body = 'before' where name like 'form/%' and name not like '%/before';
