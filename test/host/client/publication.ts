import { until } from '../until';
import type { Session } from './session';

interface PublicationStatus {
	status: 'in_progress' | 'published' | 'not_published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

/** n8n tries to register a trigger five times within 15 s, plus what the attempts take. */
const PUBLICATION_LIMIT_MS = 60_000;

export const publicationCalls = (session: Session) => ({
	/**
	 * Publishes the saved state and waits until its triggers are registered.
	 *
	 * @throws If one could not be registered, with n8n's text. n8n 2 takes 15 s and five attempts for that;
	 * n8n 1 fails at the first, and shows the description of a NodeApiError in place of its message.
	 */
	async activate(id: string): Promise<void> {
		const { versionId } = await session.call<{ versionId: string }>('GET', `/workflows/${id}`);
		await session.call('POST', `/workflows/${id}/activate`, { versionId });
		if (session.host.registration === 'at once') return;
		const { status, triggers } = await settled(session, id);
		if (status === 'published') return;
		const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(`Workflow ${id} is ${status}: ${reasons.join('; ')}`);
	},

	/** Ends the publication and waits until the triggers are removed, or n8n has given up removing them. */
	async deactivate(id: string): Promise<void> {
		await session.call('POST', `/workflows/${id}/deactivate`, {});
		if (session.host.registration === 'at once') return;
		const { status } = await settled(session, id);
		if (status !== 'not_published') throw new Error(`Workflow ${id} is still ${status}`);
	},
});

/** What became of a workflow's publication, or of its end, once n8n is done with it. */
export async function settled(session: Session, id: string): Promise<PublicationStatus> {
	return await until(
		`the publication of workflow ${id} to settle`,
		async () => {
			const status = await session.call<PublicationStatus>(
				'GET',
				`/workflows/${id}/publication-status`,
			);
			return status.status === 'in_progress' ? undefined : status;
		},
		{ timeoutMs: PUBLICATION_LIMIT_MS },
	);
}
