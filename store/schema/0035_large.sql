-- +goose Up
-- A house of a million referrals: what is open has indexes of its own, with all that
-- a page counts by, and what is over has others.
drop index referrals_receiver;
drop index referrals_sender;
drop index referrals_ended;
create index referrals_receiver_open on referrals (receiver, phase, class, due, due_from, sent, id, act, owner_team, owner_person, holder) where open = 1; -- a side's lists and their counts
create index referrals_sender_open   on referrals (sender, phase, class, due, due_from, sent, id, act, owner_team, owner_person, holder, clinician) where open = 1;
create index referrals_receiver_over on referrals (receiver, phase, ended) where open = 0;
create index referrals_sender_over   on referrals (sender, phase, ended) where open = 0; -- what closed lately
create index referrals_sender_sent   on referrals (sender, sent); -- where one sent lately
-- Whose relations end at all: where none does, what came to an organization is its own.
create index relations_ended on relations (org) where until <> 0; -- Counts
