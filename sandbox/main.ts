import getPort from 'get-port';
import { HELP, readCommand, USUAL_PORT } from './commandLine';
import { type Sandbox, startSandbox } from './index';

async function main(): Promise<void> {
	const command = readCommand(process.argv.slice(2));
	if (command.kind === 'help') {
		process.stdout.write(`${HELP}\n`);
		return;
	}
	if (command.kind === 'wrong') {
		process.stderr.write(`${command.message}\n\n${HELP}\n`);
		process.exitCode = 2;
		return;
	}
	const { handlerPath, rateLimit, latencyMs } = command;
	const sandbox = await startSandbox({
		port: command.port ?? (await getPort({ port: USUAL_PORT, host: '127.0.0.1' })),
		rateLimit,
		latency: { requestMs: latencyMs },
		...(handlerPath === undefined ? {} : { application: { handlerPath } }),
	});
	process.stdout.write(instructions(sandbox));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.stop());
	}
}

function instructions({ url, application }: Sandbox): string {
	return `
Sandbox portal   ${url}

  Client ID      ${application.clientId}
  Client secret  ${application.clientSecret}
  Handler path   ${application.handlerPath}

In n8n make a credential "Bitrix24 OAuth2 API" with the portal ${url}, this client ID and
client secret, and the same address as authorization server. The handler path must be the OAuth
Redirect URL that n8n shows there; change it on the page or with --handler-path. Then "Connect".

Create leads, run rules and watch what arrives at ${url}. Ctrl-C ends the portal.
`;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
