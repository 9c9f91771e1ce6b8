import type { FunctionsBase } from 'n8n-workflow';

import type { PortalError } from '../../rest/errors/portalError';
import type { Outcome, RestCall } from '../../rest/types';
import { textOf } from '../../values/json';
import type { TriggerMemory } from './memory';
import { isPassing, PortalFailure } from './queue';

/*
 * What the trigger keeps in the options of its application in the portal: what has to be there after n8n
 * was killed, and n8n saves static data too late for that (docs/reference/n8n.md#scheduled-polls). A key
 * cannot be deleted, so an empty text means nothing (docs/reference/bitrix24.md#option-methods).
 */

export function readOption(key: string): RestCall {
	return { method: 'app.option.get', params: { option: key }, idempotent: true };
}

/** Stores several options at once; others stay as they are. */
export function storeOptions(options: Readonly<Record<string, string>>): RestCall {
	return { method: 'app.option.set', params: { options: { ...options } }, idempotent: true };
}

/** Attempts in a row that may fail for the moment before the trigger does without. */
const PATIENCE = 3;

/** Whom a refusal is told to, once. */
export type Listener = Pick<FunctionsBase, 'getNode' | 'logger'>;

/**
 * The text of an option; empty where there is none. A portal that refuses options stops nothing: the
 * trigger does without, as n8n's log says once.
 *
 * @throws PortalFailure where another attempt may succeed, or the portal refuses the user altogether
 */
export function optionText(context: Listener, memory: TriggerMemory, outcome?: Outcome): string {
	if (outcome?.ok === false) goOnWithout(context, memory, outcome.error);
	return outcome?.ok === true ? textOf(outcome.result) : '';
}

/**
 * Goes on without options.
 *
 * @throws PortalFailure where another attempt may succeed, or the portal refuses the user altogether
 */
export function goOnWithout(context: Listener, memory: TriggerMemory, error: PortalError): void {
	if (error.cause === 'credential-invalid') throw new PortalFailure(error);
	if (isPassing(error)) {
		memory.optionFailures += 1;
		if (memory.optionFailures <= PATIENCE) throw new PortalFailure(error);
	}
	if (memory.isWithoutOptions === true) return;
	memory.isWithoutOptions = true;
	context.logger.warn(
		`${context.getNode().name}: the portal does not store options of the application, so that the trigger may not recognise after a crash of n8n what is its own. ${error.message}`,
	);
}
