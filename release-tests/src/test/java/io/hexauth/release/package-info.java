// SPDX-License-Identifier: Apache-2.0
/** The check of a release finds each thing that can be missing or wrong. */
package io.hexauth.release;
