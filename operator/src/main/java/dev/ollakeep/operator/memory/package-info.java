/** What may be remembered between two looks because it can be found out again; knows no other room. */
package dev.ollakeep.operator.memory;
