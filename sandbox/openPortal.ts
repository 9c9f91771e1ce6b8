import { newApplication } from './portal/application';
import type { Portal } from './portal/portal';
import type { PortalServer } from './portalServer';
import type { SandboxOptions } from './sandbox';
import { type KeptState, keepState, restoreState } from './state/keepState';

/**
 * Opens the portal's addresses, with its saved state if it has a state file. Rejects if a port is
 * taken or the file cannot be used; then nothing is open.
 */
export async function openPortal(
	portal: Portal,
	server: PortalServer,
	options: SandboxOptions,
): Promise<KeptState | undefined> {
	const { stateFile, port } = options;
	if (stateFile === undefined) {
		await server.listen(port ?? 0);
		return undefined;
	}
	if (await restoreState(portal, stateFile)) giveOptionsPrecedence(portal, options);
	try {
		await listen(portal, server, port);
		return await keepState(portal, stateFile);
	} catch (error) {
		await server.close();
		throw error;
	}
}

async function listen(portal: Portal, server: PortalServer, port?: number): Promise<void> {
	const { saved } = portal.address;
	if (port !== undefined || !saved) {
		await server.listen(port ?? 0);
		return;
	}
	try {
		await server.listenAgain(saved);
	} catch (error) {
		const where = new URL(saved.serverOrigin).host;
		throw new Error(
			`The portal of the state file was at ${where}, and cannot be opened there again: ${String(error)}. End the program that is there, or give the portal another port.`,
			{ cause: error },
		);
	}
}

/**
 * The options for the application take precedence over the file; if all applications were deleted,
 * there is a new one.
 */
function giveOptionsPrecedence(portal: Portal, { application = {} }: SandboxOptions): void {
	const [first] = portal.applications;
	if (first) Object.assign(first, application);
	else portal.applications.push(newApplication({ id: ++portal.lastApplicationId, ...application }));
}
