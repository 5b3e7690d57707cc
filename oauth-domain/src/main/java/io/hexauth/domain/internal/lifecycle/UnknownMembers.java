// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Members of a stored document that a later version has written and this version does not know.
 * They are kept when the document is written again.
 *
 * @param members the unknown members of the document, or of one of its tokens
 * @param ofAccess the unknown members of its access request
 */
public record UnknownMembers(Map<String, Object> members, Map<String, Object> ofAccess) {

  /** Absence of unknown members. */
  public static final UnknownMembers NONE = new UnknownMembers(Map.of(), Map.of());

  /** Creates a copy of the maps. A member can be null, and the order is kept. */
  public UnknownMembers {
    members = copy(members);
    ofAccess = copy(ofAccess);
  }

  private static Map<String, Object> copy(Map<String, Object> members) {
    return members.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** {@return a copy without members of the access request} */
  UnknownMembers withoutAccess() {
    return ofAccess.isEmpty() ? this : new UnknownMembers(members, Map.of());
  }

  @Override
  public String toString() {
    return "UnknownMembers[" + (members.size() + ofAccess.size()) + " members]";
  }
}
