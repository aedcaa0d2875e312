-- +goose Up
create index referrals_ended on referrals (sender, phase, ended); -- what closed lately
