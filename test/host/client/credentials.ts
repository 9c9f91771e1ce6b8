import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { authorize } from './oauth';
import type { Session } from './session';

export interface CredentialDraft {
	name: string;
	/** Such as `bitrix24OAuth2Api`. */
	type: string;
	data: ICredentialDataDecryptedObject;
}

export interface Credential extends CredentialDraft {
	id: string;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/**
 * What the editor sends for a secret that stays as it is stored. With the `true` that n8n hands out for
 * `oauthTokenData` in its place, every test answers "Unable to sign without access token".
 */
const UNCHANGED = '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6';

export const credentialCalls = (session: Session) => ({
	/** The address that an application at the portal has to name as its redirect address. */
	oauthRedirectUrl: `${session.url}/rest/oauth2-credential/callback`,

	/** Stores a credential. An OAuth2 one still has to be connected. */
	async createCredential(draft: CredentialDraft): Promise<Credential> {
		const { id } = await session.call<{ id: string }>('POST', '/credentials', draft);
		return { ...draft, id };
	},

	/** Reads a credential as the editor does: secrets are masked, `oauthTokenData` is true or missing. */
	async getCredential(id: string): Promise<Credential> {
		return await session.call('GET', `/credentials/${id}?includeData=true`);
	},

	/** Changes fields of a credential and saves it; what is not named stays as it is stored. */
	async updateCredential(id: string, fields: ICredentialDataDecryptedObject): Promise<void> {
		const { name, type, data } = await this.getCredential(id);
		const kept = { ...data, oauthTokenData: UNCHANGED };
		await session.call('PATCH', `/credentials/${id}`, {
			name,
			type,
			data: { ...kept, ...fields },
		});
	},

	async deleteCredential(id: string): Promise<void> {
		await session.call('DELETE', `/credentials/${id}`);
	},

	/** Runs the credential type's test, or without one looks whether an OAuth2 token is stored. */
	async testCredential(id: string): Promise<CredentialTestResult> {
		const { name, type, data } = await this.getCredential(id);
		return await session.call('POST', '/credentials/test', {
			credentials: { id, name, type, data: { ...data, oauthTokenData: UNCHANGED } },
		});
	},

	/**
	 * Connects an OAuth2 credential as a user does with the editor's button: n8n → the portal's consent page,
	 * which agrees at once → back to n8n, which fetches the token.
	 *
	 * n8n also reports success when the token request was answered `200 {"error": …}`, and no REST call shows
	 * the difference; only `testCredential` does.
	 *
	 * @throws If the portal does not send the browser back, if n8n shows its error page (with the reason on
	 * it), or if nothing was stored.
	 */
	async connect(id: string): Promise<void> {
		const start = await session.call<string>('GET', `/oauth2-credential/auth?id=${id}`);
		await authorize(session, start, this.oauthRedirectUrl);
		const { data } = await this.getCredential(id);
		if (!data.oauthTokenData) throw new Error(`n8n stored no token for the credential ${id}`);
	},
});
