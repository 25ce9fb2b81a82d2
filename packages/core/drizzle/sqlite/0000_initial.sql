CREATE TABLE `oauth_client_leftovers` (
	`number` integer PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`epoch` integer NOT NULL,
	`consent_generation` integer NOT NULL,
	`last_grant` integer NOT NULL,
	`last_consent` integer NOT NULL,
	`expires_at` integer
);
--> statement-breakpoint
CREATE INDEX `oauth_client_leftovers_client_id` ON `oauth_client_leftovers` (`client_id`);--> statement-breakpoint
CREATE INDEX `oauth_client_leftovers_expires_at` ON `oauth_client_leftovers` (`expires_at`);--> statement-breakpoint
CREATE TABLE `oauth_client_terms` (
	`term` text NOT NULL,
	`number` integer NOT NULL,
	PRIMARY KEY(`term`, `number`)
);
--> statement-breakpoint
CREATE INDEX `oauth_client_terms_number` ON `oauth_client_terms` (`number`,`term`);--> statement-breakpoint
CREATE TABLE `oauth_clients` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`sort_name` text NOT NULL,
	`description` text,
	`type` text NOT NULL,
	`auth_method` text NOT NULL,
	`also_accepts` text NOT NULL,
	`secret_hash` blob,
	`foreign_secret_hash` text,
	`previous_secret_hash` blob,
	`previous_secret_expires_at` integer,
	`jwks` text,
	`jwks_uri` text,
	`redirect_uris` text NOT NULL,
	`grant_types` text NOT NULL,
	`scopes` text,
	`default_resource` text,
	`access_token_ttl_seconds` integer,
	`refresh_token_ttl_seconds` integer,
	`refresh_replay` text,
	`provenance` text NOT NULL,
	`status` text NOT NULL,
	`epoch` integer NOT NULL,
	`version` integer NOT NULL,
	`consent_generation` integer NOT NULL,
	`owner_id` text,
	`document` text,
	`registration_token_hash` blob,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `oauth_clients_id` ON `oauth_clients` (`id`);--> statement-breakpoint
CREATE INDEX `oauth_clients_created_at` ON `oauth_clients` (`created_at`);--> statement-breakpoint
CREATE INDEX `oauth_clients_name` ON `oauth_clients` (`sort_name`);--> statement-breakpoint
CREATE INDEX `oauth_clients_filtered_created_at` ON `oauth_clients` (`status`,`provenance`,`type`,`created_at`);--> statement-breakpoint
CREATE INDEX `oauth_clients_filtered_name` ON `oauth_clients` (`status`,`provenance`,`type`,`sort_name`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`hash` blob PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `logos` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`client_id` text NOT NULL,
	`url` text NOT NULL,
	`fresh_until` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`png` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `logos_id` ON `logos` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `logos_client_id` ON `logos` (`client_id`);--> statement-breakpoint
CREATE INDEX `logos_expires_at` ON `logos` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY NOT NULL,
	`hash` blob NOT NULL,
	`user_id` text NOT NULL,
	`user_epoch` integer NOT NULL,
	`audience` text NOT NULL,
	`authenticated_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`idle_expires_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`address` text,
	`user_agent` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_hash` ON `sessions` (`hash`);--> statement-breakpoint
CREATE INDEX `sessions_user_id` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_idle_expires_at` ON `sessions` (`idle_expires_at`);--> statement-breakpoint
CREATE TABLE `user_terms` (
	`term` text NOT NULL,
	`number` integer NOT NULL,
	PRIMARY KEY(`term`, `number`)
);
--> statement-breakpoint
CREATE INDEX `user_terms_number` ON `user_terms` (`number`,`term`);--> statement-breakpoint
CREATE TABLE `users` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`email` text NOT NULL,
	`name` text,
	`password_hash` text,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`epoch` integer NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_id` ON `users` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE INDEX `users_created_at` ON `users` (`created_at`);--> statement-breakpoint
CREATE INDEX `users_filtered_created_at` ON `users` (`status`,`role`,`created_at`);--> statement-breakpoint
CREATE INDEX `users_filtered_email` ON `users` (`status`,`role`,`email`);--> statement-breakpoint
CREATE TABLE `oauth_authorization_codes` (
	`id` integer PRIMARY KEY NOT NULL,
	`hash` blob NOT NULL,
	`client_id` text NOT NULL,
	`client_epoch` integer NOT NULL,
	`user_id` text NOT NULL,
	`user_epoch` integer NOT NULL,
	`redirect_uri` text NOT NULL,
	`scopes` text NOT NULL,
	`resources` text NOT NULL,
	`resource_sent` integer NOT NULL,
	`code_challenge` text NOT NULL,
	`nonce` text,
	`authenticated_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`redeemed_by` integer
);
--> statement-breakpoint
CREATE INDEX `oauth_authorization_codes_unredeemed` ON `oauth_authorization_codes` (`client_id`,`user_id`) WHERE "oauth_authorization_codes"."redeemed_by" is null;--> statement-breakpoint
CREATE TABLE `oauth_consents` (
	`number` integer PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`client_id` text NOT NULL,
	`resources` text NOT NULL,
	`scopes` text NOT NULL,
	`redirect_uri` text NOT NULL,
	`granted_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`generation` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `oauth_consents_key` ON `oauth_consents` (`user_id`,`client_id`,`resources`);--> statement-breakpoint
CREATE INDEX `oauth_consents_client_id` ON `oauth_consents` (`client_id`);--> statement-breakpoint
CREATE TABLE `oauth_device_requests` (
	`id` integer PRIMARY KEY NOT NULL,
	`hash` blob NOT NULL,
	`user_code_hash` blob NOT NULL,
	`client_id` text NOT NULL,
	`scopes` text NOT NULL,
	`resources` text NOT NULL,
	`resource_sent` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`interval_seconds` integer NOT NULL,
	`last_polled_at` integer,
	`denied_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `oauth_device_requests_user_code_hash` ON `oauth_device_requests` (`user_code_hash`);--> statement-breakpoint
CREATE INDEX `oauth_device_requests_expires_at` ON `oauth_device_requests` (`expires_at`);--> statement-breakpoint
CREATE TABLE `oauth_grants` (
	`id` integer PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`client_epoch` integer NOT NULL,
	`user_id` text NOT NULL,
	`user_epoch` integer NOT NULL,
	`system_epoch` integer NOT NULL,
	`scopes` text NOT NULL,
	`resources` text NOT NULL,
	`resource_sent` integer NOT NULL,
	`authenticated_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`family_hash` blob,
	`current_hash` blob,
	`previous_hash` blob,
	`salt` text,
	`rotated_at` integer,
	`idle_expires_at` integer,
	`address` text,
	`user_agent` text,
	`last_used_at` integer NOT NULL,
	`revoked_at` integer,
	`revoked_reason` text
);
--> statement-breakpoint
CREATE INDEX `oauth_grants_user_id` ON `oauth_grants` (`user_id`);--> statement-breakpoint
CREATE INDEX `oauth_grants_client_id` ON `oauth_grants` (`client_id`);--> statement-breakpoint
CREATE INDEX `oauth_grants_expires_at` ON `oauth_grants` (`expires_at`);--> statement-breakpoint
CREATE TABLE `interactions` (
	`id` text PRIMARY KEY NOT NULL,
	`bound_to` blob NOT NULL,
	`client_id` text NOT NULL,
	`request` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`signed_in_at` integer
);
--> statement-breakpoint
CREATE INDEX `interactions_expires_at` ON `interactions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `oauth_revocations` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`jti` text,
	`grant_id` integer,
	`client_id` text,
	`user_id` text,
	`at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `oauth_revocations_jti` ON `oauth_revocations` (`jti`);--> statement-breakpoint
CREATE INDEX `oauth_revocations_expires_at` ON `oauth_revocations` (`expires_at`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`hash` blob NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`maker_id` text NOT NULL,
	`maker_epoch` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_id` ON `api_keys` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_created_at` ON `api_keys` (`created_at`);--> statement-breakpoint
CREATE INDEX `api_keys_maker_id` ON `api_keys` (`maker_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `api_keys_expires_at` ON `api_keys` (`expires_at`);--> statement-breakpoint
CREATE TABLE `incidents` (
	`number` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`request_id` text NOT NULL,
	`route` text NOT NULL,
	`status` integer NOT NULL,
	`error` text NOT NULL,
	`reason` text NOT NULL,
	`client_id` text,
	`flow_id` text,
	`received` text NOT NULL,
	`registered` text NOT NULL,
	`timeline` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_id` ON `incidents` (`id`);--> statement-breakpoint
CREATE INDEX `incidents_expires_at` ON `incidents` (`expires_at`);--> statement-breakpoint
CREATE TABLE `audit_anchor` (
	`number` integer PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`hash` blob NOT NULL,
	`seal` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `audit_events` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`actor_kind` text,
	`actor_id` text,
	`user_id` text,
	`client_id` text,
	`resource` text,
	`grant_id` integer,
	`reason` text,
	`flow_id` text,
	`request_id` text,
	`address` text,
	`details` text NOT NULL,
	`hash` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_rare_type` ON `audit_events` (`type`) WHERE "audit_events"."type" not in ('sign_in.succeeded', 'consent.granted', 'code.issued', 'tokens.issued');--> statement-breakpoint
CREATE INDEX `audit_events_actor_id` ON `audit_events` (`actor_id`) WHERE "audit_events"."actor_id" is not null;--> statement-breakpoint
CREATE INDEX `audit_events_user_id` ON `audit_events` (`user_id`) WHERE "audit_events"."user_id" is not null;--> statement-breakpoint
CREATE INDEX `audit_events_client_id` ON `audit_events` (`client_id`) WHERE "audit_events"."client_id" is not null;--> statement-breakpoint
CREATE INDEX `audit_events_resource` ON `audit_events` (`resource`) WHERE "audit_events"."resource" is not null;--> statement-breakpoint
CREATE INDEX `audit_events_flow_id` ON `audit_events` (`flow_id`) WHERE "audit_events"."flow_id" is not null;--> statement-breakpoint
CREATE INDEX `audit_events_request_id` ON `audit_events` (`request_id`) WHERE "audit_events"."request_id" is not null;--> statement-breakpoint
CREATE TABLE `hour_counts` (
	`hour` integer NOT NULL,
	`name` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`hour`, `name`)
);
--> statement-breakpoint
CREATE TABLE `resources` (
	`number` integer PRIMARY KEY NOT NULL,
	`uri` text NOT NULL,
	`canonical` text NOT NULL,
	`name` text,
	`scopes` text NOT NULL,
	`token_format` text,
	`access_token_ttl_seconds` integer,
	`is_private` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `resources_canonical` ON `resources` (`canonical`);--> statement-breakpoint
CREATE TABLE `cache_version` (
	`number` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `keyed_calls` (
	`id` blob PRIMARY KEY NOT NULL,
	`input_mac` text NOT NULL,
	`claimed_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`sealed_answer` text
);
--> statement-breakpoint
CREATE INDEX `keyed_calls_expires_at` ON `keyed_calls` (`expires_at`);--> statement-breakpoint
CREATE TABLE `once_only` (
	`hash` blob PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `once_only_expires_at` ON `once_only` (`expires_at`);--> statement-breakpoint
CREATE TABLE `row_id_leases` (
	`slot` integer PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`reserved_until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`number` integer PRIMARY KEY NOT NULL,
	`kid` text NOT NULL,
	`alg` text NOT NULL,
	`public_jwk` text NOT NULL,
	`sealed_private_jwk` text NOT NULL,
	`created_at` integer NOT NULL,
	`active_from` integer NOT NULL,
	`retires_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signing_keys_kid` ON `signing_keys` (`kid`);--> statement-breakpoint
CREATE TABLE `system` (
	`number` integer PRIMARY KEY NOT NULL,
	`issuer` text NOT NULL,
	`epoch` integer NOT NULL
);
