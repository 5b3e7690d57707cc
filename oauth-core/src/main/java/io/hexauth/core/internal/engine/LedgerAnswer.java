// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.util.Optional;

/**
 * What the store did and has.
 *
 * @param done whether it was written
 * @param record as it is now
 * @param moment of the step
 */
record LedgerAnswer(boolean done, Optional<GrantRecord> record, StoreMoment moment) {}
