import type { INodeCredentials } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import type { CredentialDraft, N8nClient } from './client';

/** A credential for the sandbox's application, as a user fills it in; still to be connected. */
export function sandboxCredential(
	{ url, application }: Sandbox,
	name = 'Bitrix24 account',
): CredentialDraft {
	return {
		name,
		type: 'bitrix24OAuth2Api',
		data: {
			portal: url,
			clientId: application.clientId,
			clientSecret: application.clientSecret,
			applicationToken: application.applicationToken,
			authorizationServer: 'other',
			authorizationServerUrl: url,
		},
	};
}

/**
 * Creates that credential and connects it as a user does: the portal sends the browser back to n8n.
 *
 * @returns what a node names it by
 */
export async function connectToSandbox(
	client: N8nClient,
	sandbox: Sandbox,
	credentialName?: string,
): Promise<INodeCredentials> {
	sandbox.application.handlerPath = client.oauthRedirectUrl;
	const draft = sandboxCredential(sandbox, credentialName);
	const { id, name } = await client.createCredential(draft);
	await client.connect(id);
	return { [draft.type]: { id, name } };
}
