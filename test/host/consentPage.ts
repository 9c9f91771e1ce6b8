import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { CredentialDraft } from './client';

/** The least that an OAuth2 service can be, to try the client's `connect` with n8n's own credential type. */
export interface ConsentPage {
	/**
	 * A credential for it. The client id decides about the token: `good` gets one, `blocked` is refused with
	 * status 400, any other is refused with status 200, as Bitrix24 does with a wrong client id.
	 */
	credential(clientId: string): CredentialDraft;
	stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startConsentPage(): Promise<ConsentPage> {
	const server = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		credential: (clientId) => ({
			name: `OAuth2 of ${clientId}`,
			type: 'oAuth2Api',
			data: {
				grantType: 'authorizationCode',
				authUrl: `${url}/authorize`,
				accessTokenUrl: `${url}/token`,
				clientId,
				clientSecret: 'not a secret',
				authentication: 'body',
			},
		}),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
	if (pathname === '/authorize') {
		const back = new URL(searchParams.get('redirect_uri') ?? '');
		back.search = String(
			new URLSearchParams({ code: '1', state: searchParams.get('state') ?? '' }),
		);
		response.writeHead(302, { location: back.href }).end();
		return;
	}
	let form = '';
	for await (const chunk of request) form += String(chunk);
	const [status, body] = tokenAnswer(new URLSearchParams(form).get('client_id'));
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function tokenAnswer(clientId: string | null): [status: number, body: object] {
	if (clientId === 'good')
		return [200, { access_token: 'a', refresh_token: 'r', expires_in: 3600 }];
	if (clientId !== 'blocked') return [200, { error: 'wrong_client' }];
	return [400, { error: 'PAYMENT_REQUIRED', error_description: "The portal's plan has ended" }];
}
