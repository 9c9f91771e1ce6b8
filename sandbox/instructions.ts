import type { StartedPortal } from './portalsOfProgram';

/** What the program prints when its portals have started. */
export function instructions(portals: readonly StartedPortal[]): string {
	const several = portals.length > 1;
	const cards = portals.map((portal, position) => card(portal, several ? ` ${position + 1}` : ''));
	const [only] = portals;
	return `
${cards.join('\n')}
In n8n make a credential "Bitrix24 OAuth2 API" with a portal's address, also as authorization
server, its client ID and its client secret. The handler path must be the OAuth Redirect URL that
n8n shows there; change it on the portal's page or with --handler-path. Then "Connect".

Create leads, run rules and watch what arrives at ${several ? 'these addresses' : (only?.sandbox.url ?? '')}.
Ctrl-C ends the ${several ? 'portals' : 'portal'}.
`;
}

function card({ sandbox, stateFile }: StartedPortal, number: string): string {
	const [application] = sandbox.applications;
	const lines = [
		['Client ID', application?.clientId],
		['Client secret', application?.clientSecret],
		['Handler path', application?.handlerPath],
		['Member ID', sandbox.memberId],
		['State file', stateFile],
	].filter(([, value]) => value !== undefined);
	const title = `Sandbox portal${number}`.padEnd(19);
	return `${title}${sandbox.url}

${lines.map(([name = '', value = '']) => `  ${name.padEnd(15)}${value}\n`).join('')}`;
}
