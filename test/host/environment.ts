import path from 'node:path';

import { HOST_VERSIONS } from './versions';
import type { HostVersion } from './versions';

interface Place {
	version: HostVersion;
	/** The folder for everything n8n keeps. */
	userFolder: string;
	/** The Node.js executable that runs n8n. */
	node: string;
	port: number;
	/** The port through which n8n and its task runner talk. */
	brokerPort: number;
}

/** What n8n asks the internet for by itself: all off. */
const OFFLINE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
};

/** What a shell may hand on to n8n. Nothing else: neither N8N_… settings nor a proxy nor NODE_OPTIONS. */
const INHERITED = ['LANG', 'LC_ALL', 'TZ'];

/**
 * The environment of an n8n that listens on 127.0.0.1 alone, keeps everything in its user folder, logs
 * warnings, and asks the internet for nothing.
 */
export function n8nEnvironment({
	version,
	userFolder,
	node,
	port,
	brokerPort,
}: Place): Record<string, string> {
	const address = `http://127.0.0.1:${port}`;
	return {
		...inherited(),
		...OFFLINE,
		...HOST_VERSIONS[version].settings,
		// n8n starts its task runner as `node`, so the right one has to come first.
		PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
		HOME: userFolder,
		TMPDIR: userFolder,
		NODE_ENV: 'production',
		DB_TYPE: 'sqlite',
		N8N_EDITOR_BASE_URL: address,
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_LOG_LEVEL: 'warn',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_USER_FOLDER: userFolder,
		N8N_WEBHOOK_URL: `${address}/`,
	};
}

function inherited(): Record<string, string> {
	return Object.fromEntries(
		INHERITED.flatMap((name): Array<[string, string]> => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
}
