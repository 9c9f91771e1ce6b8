import { ICredentialsHelper } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	IHttpRequestOptions,
	INodeCredentialsDetails,
	INodeProperties,
} from 'n8n-workflow';

import { Bitrix24OAuth2Api } from '../../credentials/Bitrix24OAuth2Api.credentials';
import type { Sandbox } from '../../sandbox';

/** One credential as n8n's server keeps it: decrypted on request, its token replaced by a refresh. */
export class StoredCredential extends ICredentialsHelper {
	private static count = 0;

	/** As n8n gives each of its credentials one. */
	readonly id = `credential-${++StoredCredential.count}`;

	constructor(public data: ICredentialDataDecryptedObject) {
		super();
	}

	getParentTypes(): string[] {
		return new Bitrix24OAuth2Api().extends;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	authenticate(
		_credentials: ICredentialDataDecryptedObject,
		_type: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return Promise.resolve(options);
	}

	preAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	runPreAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	getCredentials(): Promise<ICredentials> {
		return Promise.reject(new Error('Encrypted credentials are not read here'));
	}

	getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return Promise.resolve(structuredClone(this.data));
	}

	updateCredentials(): Promise<void> {
		return Promise.reject(new Error('Only the token is updated'));
	}

	updateCredentialsOauthTokenData(
		_details: INodeCredentialsDetails,
		_type: string,
		{ oauthTokenData = {} }: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.data = { ...this.data, oauthTokenData };
		return Promise.resolve();
	}

	getCredentialsProperties(): INodeProperties[] {
		return new Bitrix24OAuth2Api().properties;
	}
}

/** A credential that is connected to the sandbox. */
export function connectedTo(
	sandbox: Sandbox,
	token: Parameters<Sandbox['issueTokens']>[0] = {},
	more: ICredentialDataDecryptedObject = {},
): StoredCredential {
	return new StoredCredential({
		portal: sandbox.url,
		grantType: 'authorizationCode',
		authentication: 'body',
		clientId: sandbox.application.clientId,
		clientSecret: sandbox.application.clientSecret,
		accessTokenUrl: `${sandbox.url}/oauth/token/`,
		scope: '',
		oauthTokenData: { ...sandbox.issueTokens(token) },
		...more,
	});
}
