import { spawn } from 'node:child_process';

/** How many of a failed command's first and of its last lines its error shows: npm says why at either end. */
const SHOWN_LINES = 25;

/**
 * The settings of a surrounding `npm test` that say how to reach the registry. Everything else it hands
 * down (`npm_config_ignore_scripts`, `npm_lifecycle_event` and so on) would change what a child does.
 */
const CONNECTION_SETTING =
	/^npm_config_(registry|userconfig|globalconfig|cache|ca|cafile|proxy|https_proxy|https-proxy|noproxy|strict_ssl|strict-ssl|@.+|\/\/.+)$/i;

/**
 * Runs npm and waits for it. The result does not depend on whether npm runs this process too.
 *
 * @param args npm's arguments.
 * @param cwd The folder of the package.json.
 * @param env Variables added to this process' own.
 * @throws If npm ends with anything but 0; the message holds both ends of its output.
 */
export async function npm(
	args: string[],
	cwd: string,
	env: Record<string, string> = {},
): Promise<void> {
	const child = spawn('npm', [...args, '--loglevel=error'], {
		cwd,
		env: { ...inheritedEnvironment(), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => output.push(chunk));

	const end = await new Promise<string>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => {
			resolve(signal ?? `code ${code}`);
		});
	});
	if (end === 'code 0') return;
	throw new Error(`npm ${args.join(' ')} ended with ${end}:\n${bothEnds(output)}`);
}

function bothEnds(output: Buffer[]): string {
	const lines = Buffer.concat(output).toString().trim().split('\n');
	if (lines.length <= 2 * SHOWN_LINES) return lines.join('\n');
	return [...lines.slice(0, SHOWN_LINES), '…', ...lines.slice(-SHOWN_LINES)].join('\n');
}

function inheritedEnvironment(): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(
		([name]) => !/^(npm_|INIT_CWD$|NODE_ENV$|JEST_)/i.test(name) || CONNECTION_SETTING.test(name),
	);
	return Object.fromEntries(kept);
}
