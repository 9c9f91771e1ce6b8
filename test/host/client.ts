import { credentialCalls } from './client/credentials';
import { executionCalls } from './client/executions';
import { nodeCalls } from './client/nodes';
import { ownerCalls } from './client/owner';
import { publicationCalls } from './client/publication';
import { Session } from './client/session';
import { workflowCalls } from './client/workflows';
import { CURRENT_VERSION } from './versions';
import type { HostTraits, HostVersion } from './versions';

export { errorOf, itemsOf } from './client/executions';
export type { Credential, CredentialDraft, CredentialTestResult } from './client/credentials';
export type { Execution, ExecutionSummary, ExecutionWait } from './client/executions';
export type { Dropdown, ListSearch } from './client/nodes';
export { DEFAULT_OWNER, type Owner } from './client/owner';
export type { NodeDraft, Workflow, WorkflowDraft } from './client/workflows';

/** What a user does in the editor, as calls. */
export type N8nClient = ReturnType<typeof n8nClient>;

/**
 * A client for the REST interface of a running n8n. Sign in first, with `setupOwner` or `login`.
 * Whatever n8n refuses (status 400 or more) is thrown as an Error with n8n's message.
 *
 * @param url n8n's address without a slash at the end, such as `N8n.url`.
 * @param version Its version, such as `N8n.version`; the current one unless told.
 * @param traits What its settings make different from other n8n of this version.
 */
export function n8nClient(
	url: string,
	version: HostVersion = CURRENT_VERSION,
	traits: Partial<HostTraits> = {},
) {
	const session = new Session(url, version, traits);
	return {
		...ownerCalls(session),
		...credentialCalls(session),
		...workflowCalls(session),
		...publicationCalls(session),
		...executionCalls(session),
		...nodeCalls(session),
	};
}
