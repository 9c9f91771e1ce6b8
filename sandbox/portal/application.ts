import { randomAlphanumeric, randomDigits, randomHex } from './identifiers';
import { ALL_SCOPES } from './scopes';

/**
 * A local application of the portal, as its card describes it
 * (docs/reference/bitrix24.md#applications).
 */
export interface Application {
	/** Its number in the portal, `ID` of `app.info`. */
	id: number;
	clientId: string;
	clientSecret: string;
	/**
	 * Shown as sender of pushes; empty makes `pull.application.push.add` fail
	 * (docs/reference/bitrix24.md#push-application-name).
	 */
	name: string;
	/**
	 * "Your handler path": where `/oauth/authorize/` sends the browser
	 * (docs/reference/bitrix24.md#redirect-target). Empty: nowhere, the code is shown.
	 */
	handlerPath: string;
	scopes: string[];
	/** "Application uses API only": no page of its own inside the portal, so nothing to finish. */
	apiOnly: boolean;
	/** "Path for initial installation": where the install callback of an API-only one goes. Empty: nowhere. */
	installPath: string;
	/** 1 when it is new, one more with every saved change. */
	version: number;
	/** The proof in every event and rule call (docs/reference/bitrix24.md#application-token). */
	applicationToken: string;
	/** false: `BX24.installFinish()` is still to come and no events are delivered. */
	installed: boolean;
	/** false: switched off in this portal. */
	active: boolean;
	/** The paid or trial period is over. */
	paymentExpired: boolean;
}

const N8N_CALLBACK = 'http://localhost:5678/rest/oauth2-credential/callback';

/** A new application with random keys, every permission and n8n's usual address as handler path. */
export function newApplication(fields: Partial<Application> = {}): Application {
	return {
		id: 1,
		clientId: `local.${randomHex(14)}.${randomDigits(8)}`,
		clientSecret: randomAlphanumeric(50),
		name: 'n8n',
		handlerPath: N8N_CALLBACK,
		scopes: [...ALL_SCOPES],
		apiOnly: true,
		installPath: '',
		version: 1,
		applicationToken: randomAlphanumeric(32),
		installed: true,
		active: true,
		paymentExpired: false,
		...fields,
	};
}

/**
 * Whether events and rule calls go out to the application (docs/reference/bitrix24.md#not-served).
 */
export function isServed({ active, installed, paymentExpired }: Application): boolean {
	return active && installed && !paymentExpired;
}
