/** The API of Ollakeep: records that are the resource, field by field. Null stops here: constructors default it. */
package dev.ollakeep.api.v1alpha1;
