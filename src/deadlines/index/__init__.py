"""What records said when they were read last, kept on this machine: nothing is read again that has not changed.

The index is one SQLite file for each project, in the user's folder for what can be made again, and never in the
project. It is a shortcut and no source: whatever it does not know beyond doubt is read, and whatever happens to it, a
list or a check without it is the same. Deleting it is harmless.

**When it counts.** What one file said counts while the system says of the file what it said before that was read:
inode, size, and when content and inode were changed last, in nanoseconds. Nobody can set the last of these, so a date
that was set back by hand, a file that was renamed over another one and a checkout are seen. What was changed within two
seconds of being read is not kept, since a second change could leave the same traces (as in git's index); nor is a link,
a file without an inode, or one on a file system that knows whole seconds only. Where the clock stands before the last
writing of the index, all of it is forgotten. On a file system of another machine a change is seen when that is told of
it, as by every program that looks at dates there.

**What a row holds** is a whole record, for ``show`` and for lists that need it, or all records of a folder in brief
(``shelf``), or those of them in which a check found nothing (``sound``): where no trace in a folder is another, that is
known at one comparison.

**What else a row depends on** is the project's zone, which is kept with the signature, and what the checksum of each
row begins with: this program's files, Python, the rules of zones and the installed packages. A row that was damaged, or
made under others, is as if it were not there.
"""
