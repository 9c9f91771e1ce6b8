import { credentialCalls } from './client/credentials';
import { executionCalls } from './client/executions';
import { nodeCalls } from './client/nodes';
import { ownerCalls } from './client/owner';
import { Session } from './client/session';
import { workflowCalls } from './client/workflows';

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
 */
export function n8nClient(url: string) {
	const session = new Session(url);
	return {
		...ownerCalls(session),
		...credentialCalls(session),
		...workflowCalls(session),
		...executionCalls(session),
		...nodeCalls(session),
	};
}
