create table dossier_month (
  code text not null,
  service_point_code text not null,
  commune_code text,
  month text not null,
  received integer not null check (received between 0 and 1000000),
  online integer not null check (online between 0 and 1000000),
  primary key (code)
);

create index dossier_month_service_point on dossier_month (service_point_code, code);

create table guidance_month (
  code text not null,
  service_point_code text not null,
  commune_code text,
  month text not null,
  service text not null check (service in ('ONLINE_DOSSIER', 'IDENTITY_ACCOUNT', 'ONLINE_PAYMENT')),
  turns integer not null check (turns between 0 and 1000000),
  primary key (code)
);

create index guidance_month_service_point on guidance_month (service_point_code, code);
