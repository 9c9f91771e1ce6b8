import type { Portal } from '../portal/portal';
import { PartError, portalParts, restoreParts } from './portalState';
import { StateFile, StateFileError } from './stateFile';

/** Milliseconds in which changes are gathered into one save. */
const GATHER_MS = 500;

/** Puts what the file holds into the portal; false: there is none yet. Throws StateFileError. */
export async function restoreState(portal: Portal, path: string): Promise<boolean> {
	const file = new StateFile(path);
	const parts = await file.read();
	if (!parts) return false;
	try {
		restoreParts(portal, parts);
	} catch (error) {
		if (error instanceof PartError) throw new StateFileError(path, error.message);
		throw error;
	}
	return true;
}

/** A portal whose state is kept. */
export interface KeptState {
	/** Saves a last time, then no more. */
	stop(): Promise<void>;
}

/**
 * Saves the portal now and soon after every change. Rejects if it cannot be saved now; later that is
 * a warning, and the next change tries again.
 */
export async function keepState(portal: Portal, path: string): Promise<KeptState> {
	const file = new StateFile(path);
	const save = () => file.write(portalParts(portal));
	await save();
	let saving = Promise.resolve();
	let timer: NodeJS.Timeout | undefined;
	const saveAfterTheLast = () => {
		timer = undefined;
		saving = saving.then(save).catch(warn);
	};
	const ignoreChanges = portal.changes.listen(() => {
		timer ??= setTimeout(saveAfterTheLast, GATHER_MS);
	});
	let stopped: Promise<void> | undefined;
	const stop = () => {
		ignoreChanges();
		clearTimeout(timer);
		saveAfterTheLast();
		return saving;
	};
	return { stop: () => (stopped ??= stop()) };
}

function warn(error: unknown): void {
	process.emitWarning(`The state of the portal was not saved: ${String(error)}`);
}
