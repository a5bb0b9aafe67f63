"""What ``bench/project.py`` is made of: ``parts`` ask and print, other modules measure in processes of their own."""
