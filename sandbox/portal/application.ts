import { randomAlphanumeric, randomDigits, randomHex } from './identifiers';
import { ALL_SCOPES } from './scopes';

/** A local application of the portal, as its card describes it (rest.md 1.5). */
export interface Application {
	clientId: string;
	clientSecret: string;
	/** Shown as sender of pushes; empty makes `pull.application.push.add` fail (rest.md 4.2). */
	name: string;
	/** "Your handler path": where the authorization sends the browser (rest.md 1.1). Empty: nowhere, the code is shown. */
	handlerPath: string;
	scopes: string[];
	/** The proof in every event and rule call (rest.md 1.5). */
	applicationToken: string;
	/** false: `BX24.installFinish()` is still to come and no events are delivered. */
	installed: boolean;
}

const N8N_CALLBACK = 'http://localhost:5678/rest/oauth2-credential/callback';

/** A new application with random keys, every permission and n8n's usual address as handler path. */
export function newApplication(fields: Partial<Application> = {}): Application {
	return {
		clientId: `local.${randomHex(14)}.${randomDigits(8)}`,
		clientSecret: randomAlphanumeric(50),
		name: 'n8n',
		handlerPath: N8N_CALLBACK,
		scopes: [...ALL_SCOPES],
		applicationToken: randomAlphanumeric(32),
		installed: true,
		...fields,
	};
}
