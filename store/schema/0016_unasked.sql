-- +goose Up
-- Nobody asks for the documents of a patient but by loop; requests and tasks of
-- a patient are found by their loops. Neither need be written down again.
drop index documents_patient;
drop index resources_patient;
create index resources_patient on resources (patient, type, updated) where type not in ('ServiceRequest', 'Task'); -- KeptOf
